package dev.minibaas.realtime.channels;

import static dev.minibaas.realtime.phoenix.Replies.Extension.POSTGRES_CHANGES;
import static dev.minibaas.realtime.phoenix.Replies.Extension.SYSTEM;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.access.Judge;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.InvalidFilter;
import dev.minibaas.realtime.hub.Hub;
import dev.minibaas.realtime.hub.RowReceiver;
import dev.minibaas.realtime.hub.RowSubscription;
import dev.minibaas.realtime.hub.RowView;
import dev.minibaas.realtime.phoenix.ChangesBinding;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import dev.minibaas.realtime.phoenix.Frame;
import dev.minibaas.realtime.phoenix.JoinPayload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The changes of rows that a channel gets. When the client has a new token, the subscriptions are
 * made anew before the former ones are taken away; what comes twice meanwhile is told once.
 *
 * <p>What it does with the database and the hub, it does in order on threads of an executor.
 */
final class ChangesFeed implements RowReceiver {
  private static final Logger LOG = Log.of(ChangesFeed.class);
  private static final String AGAIN =
      "Unable to subscribe to changes at the moment; it is tried again";

  private final Member member;
  private final List<ChangesBinding> bindings;
  private final Hub hub;
  private final Judge judge;
  private final Executor inOrder;
  private final boolean wantsAnything;

  // in order only
  private final List<List<RowSubscription>> former = new ArrayList<>();
  private List<RowSubscription> current = List.of();
  private boolean replicationReady;
  private boolean stopped;

  /** For whom it is to be tried again. */
  private volatile @Nullable Identity waiting;

  /**
   * What was told while former subscriptions were beside new ones; null at other times. Set in
   * order.
   */
  private volatile @Nullable Set<Delivered> told;

  private record Delivered(Position position, long id) {}

  ChangesFeed(Member member, JoinPayload join, PhoenixParts parts) {
    this.member = member;
    this.bindings = join.changes();
    this.replicationReady = join.broadcasts().replicationReady();
    this.wantsAnything = !bindings.isEmpty() || replicationReady;
    this.hub = parts.hub();
    this.judge = parts.judge();
    this.inOrder = new InOrder(parts.executor());
  }

  /** Whatever went before, from now on what this identity may see comes. */
  void subscribe(Identity identity) {
    if (wantsAnything) {
      inOrder.execute(() -> renew(identity));
    }
  }

  /** Tries again what could not be done. */
  void tick() {
    if (waiting != null) {
      inOrder.execute(() -> Optional.ofNullable(waiting).ifPresent(this::renew));
    }
  }

  void stop() {
    if (wantsAnything) {
      inOrder.execute(this::end);
    }
  }

  @Override
  public void changed(RowView view, List<RowSubscription> matched) {
    if (matched.size() == 1) {
      RowSubscription only = matched.getFirst();
      if (isNew(view, only)) {
        // one object for each that hears of it; what isn't needed to know where it goes is looked
        // at on the other thread
        member.change(() -> frame(String.valueOf(only.id()), view.data(only.request().select())));
      }
      return;
    }
    Map<List<String>, Set<Long>> ids = new LinkedHashMap<>();
    for (RowSubscription subscription : matched) {
      if (isNew(view, subscription)) {
        ids.computeIfAbsent(subscription.request().select(), select -> new LinkedHashSet<>())
            .add(subscription.id());
      }
    }
    ids.forEach((select, wanting) -> member.change(() -> frame(list(wanting), view.data(select))));
  }

  @Override
  public void gap() {
    member.system(
        POSTGRES_CHANGES,
        false,
        "Changes may be missing before the next one: read again what you need to know");
  }

  private static String list(Set<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private Frame frame(String ids, String data) {
    return member.changeFrame("{\"ids\":[" + ids + "],\"data\":" + data + "}");
  }

  private boolean isNew(RowView view, RowSubscription subscription) {
    Set<Delivered> before = told;
    return before == null || before.add(new Delivered(view.position(), subscription.id()));
  }

  private void renew(Identity identity) {
    if (stopped) {
      return;
    }
    waiting = null;
    List<RowSubscription> next;
    try {
      next = wanted(identity);
    } catch (SqlFailure e) {
      again(identity, e);
      return;
    }
    List<RowSubscription> before = current;
    current = next;
    if (!before.isEmpty()) {
      former.add(before);
      overlap(true);
    }
    if (next.isEmpty() && !replicationReady) {
      drop(before);
      return;
    }
    hub.add(next)
        .whenComplete(
            (done, failure) -> inOrder.execute(() -> added(identity, next, before, failure)));
  }

  /** One for each that can work; of the others the client is told why not. */
  private List<RowSubscription> wanted(Identity identity) {
    Map<Long, RowSubscription> wanted = new LinkedHashMap<>();
    Set<String> problems = new LinkedHashSet<>();
    Map<ChangesRequest, Optional<String>> asked = new LinkedHashMap<>();
    for (ChangesBinding binding : bindings) {
      switch (binding) {
        case ChangesBinding.Invalid invalid -> problems.add(invalid.reason());
        case ChangesBinding.Valid valid -> {
          ChangesRequest request = valid.request();
          Optional<String> problem =
              asked.computeIfAbsent(request, unknown -> judge.problem(unknown, identity));
          if (problem.isPresent()) {
            problems.add(problem.get());
          } else {
            wanted.computeIfAbsent(
                valid.id(), id -> new RowSubscription(this, identity, id, request));
          }
        }
      }
    }
    problems.forEach(problem -> member.system(POSTGRES_CHANGES, false, problem));
    return List.copyOf(wanted.values());
  }

  private void added(
      Identity identity,
      List<RowSubscription> next,
      List<RowSubscription> before,
      @Nullable Throwable failure) {
    drop(before);
    if (stopped || next != current) {
      return;
    }
    if (failure != null) {
      current = List.of();
      if (failure instanceof InvalidFilter invalid) {
        member.system(POSTGRES_CHANGES, false, String.valueOf(invalid.getMessage()));
      } else {
        again(identity, failure);
      }
      return;
    }
    if (!next.isEmpty()) {
      member.system(POSTGRES_CHANGES, true, "Subscribed to PostgreSQL");
    }
    if (replicationReady) {
      replicationReady = false;
      member.system(SYSTEM, true, "Replication connection established");
    }
  }

  private void again(Identity identity, Throwable failure) {
    LOG.log(Level.WARNING, "changes can't be subscribed to", failure);
    waiting = identity;
    member.system(POSTGRES_CHANGES, false, AGAIN);
  }

  private void drop(List<RowSubscription> before) {
    if (!before.isEmpty() && !stopped) {
      hub.remove(before).whenComplete((done, failure) -> inOrder.execute(() -> dropped(before)));
    }
  }

  private void dropped(List<RowSubscription> before) {
    former.remove(before);
    if (former.isEmpty()) {
      overlap(false);
    }
  }

  private void overlap(boolean begins) {
    if (!begins) {
      told = null;
    } else if (told == null) {
      told = ConcurrentHashMap.newKeySet();
    }
  }

  private void end() {
    if (stopped) {
      return;
    }
    stopped = true;
    waiting = null;
    List<RowSubscription> all = new ArrayList<>(current);
    former.forEach(all::addAll);
    former.clear();
    current = List.of();
    if (!all.isEmpty()) {
      hub.remove(all);
    }
  }
}
