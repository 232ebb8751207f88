package dev.minibaas.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.filter.InvalidFilter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrowdsTest {
  private static final Identity BOB = new Identity("authenticated", "{\"sub\":\"bob\"}");

  private final List<Crowd<String, Object>> known = new ArrayList<>();
  private final Crowds<String, Object> crowds =
      new Crowds<>(
          crowd -> {
            if (crowd.wish().equals("too much")) {
              throw new InvalidFilter("too much");
            }
            known.add(crowd);
          },
          known::remove);
  private final Object one = new Object();
  private final Object other = new Object();

  @Test
  void thoseWithOneWishAndOneIdentityAreTogether() {
    crowds.add("orders", Everyone.ANN, one);
    crowds.add("orders", new Identity("authenticated", "{\"sub\":\"ann\"}"), other);
    assertThat(known).singleElement().extracting(Crowd::members).isEqualTo(List.of(one, other));
  }

  @Test
  void anotherWishOrIdentityIsAnotherCrowd() {
    crowds.add("orders", Everyone.ANN, one);
    crowds.add("orders", BOB, other);
    crowds.add("notes", BOB, new Object());
    assertThat(known).extracting(Crowd::wish).containsExactly("orders", "orders", "notes");
    assertThat(known).extracting(Crowd::identity).containsExactly(Everyone.ANN, BOB, BOB);
  }

  @Test
  void whoIsThereTwiceIsThereOnce() {
    crowds.add("orders", Everyone.ANN, one);
    crowds.add("orders", Everyone.ANN, one);
    assertThat(known).singleElement().extracting(Crowd::members).isEqualTo(List.of(one));
    crowds.remove("orders", Everyone.ANN, one);
    crowds.remove("orders", Everyone.ANN, one);
    assertThat(known).isEmpty();
  }

  @Test
  void whoLeavesIsMissingFromTheNextListOnly() {
    crowds.add("orders", Everyone.ANN, one);
    crowds.add("orders", Everyone.ANN, other);
    List<Object> members = known.getFirst().members();
    crowds.remove("orders", Everyone.ANN, one);
    assertThat(members).containsExactly(one, other);
    assertThat(known.getFirst().members()).containsExactly(other);
    assertThat(crowds.all()).containsExactly(other);
  }

  @Test
  void anEmptyCrowdIsForgottenAndMadeAnew() {
    crowds.add("orders", Everyone.ANN, one);
    crowds.remove("orders", Everyone.ANN, one);
    assertThat(known).isEmpty();
    crowds.add("orders", Everyone.ANN, other);
    assertThat(known).singleElement().extracting(Crowd::members).isEqualTo(List.of(other));
  }

  @Test
  void whatIsRefusedIsNotThere() {
    assertThatThrownBy(() -> crowds.add("too much", Everyone.ANN, one))
        .isInstanceOf(InvalidFilter.class);
    assertThat(crowds.all()).isEmpty();
    crowds.remove("too much", Everyone.ANN, one);
    assertThat(known).isEmpty();
  }
}
