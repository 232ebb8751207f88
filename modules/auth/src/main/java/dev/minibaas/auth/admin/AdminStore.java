package dev.minibaas.auth.admin;

import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserRow;
import java.util.List;
import java.util.UUID;

/** Statements over {@code auth.users} that only administrators have a use for. */
final class AdminStore {
  private static final String MATCHING =
      """
      from auth.users u
      where u.instance_id = '00000000-0000-0000-0000-000000000000' and u.aud = ?
        and (? = '' or u.email ilike ? or u.raw_user_meta_data ->> 'full_name' ilike ?)
      """;

  private static final String COUNT = "select count(*) " + MATCHING;

  private static final String PAGE_DESCENDING =
      "select " + UserRow.COLUMNS + MATCHING + " order by u.created_at desc, u.id limit ? offset ?";

  private static final String PAGE_ASCENDING =
      "select " + UserRow.COLUMNS + MATCHING + " order by u.created_at asc, u.id limit ? offset ?";

  // the row stays for what refers to it; who it was can't be told from it any more
  private static final String SOFT_DELETE =
      """
      update auth.users
      set email = encode(sha256(convert_to(id || coalesce(email, ''), 'UTF8')), 'hex'),
          phone = left(encode(sha256(convert_to(id || coalesce(phone, ''), 'UTF8')), 'hex'), 15),
          encrypted_password = '', email_change = '', phone_change = '',
          confirmation_token = '', recovery_token = '', email_change_token_current = '',
          email_change_token_new = '', phone_change_token = '', reauthentication_token = '',
          raw_user_meta_data = '{}', raw_app_meta_data = '{}',
          deleted_at = now(), updated_at = now()
      where id = ? and deleted_at is null
      """;

  private static final String SOFT_DELETE_IDENTITIES =
      """
      update auth.identities
      set provider_id = encode(sha256(convert_to(user_id || provider_id, 'UTF8')), 'hex'),
          identity_data = '{}', updated_at = now()
      where user_id = ?
      """;

  UserPage page(Tx tx, String audience, PageRequest request) {
    String filter = request.filter();
    String pattern = "%" + escaped(filter) + "%";
    long total =
        tx.first(COUNT, row -> row.getLong(1), audience, filter, pattern, pattern).orElse(0L);
    List<User> users =
        tx.all(
            request.ascending() ? PAGE_ASCENDING : PAGE_DESCENDING,
            UserRow::read,
            audience,
            filter,
            pattern,
            pattern,
            request.perPage(),
            request.offset());
    return new UserPage(users, audience, total, request);
  }

  void softDelete(Tx tx, UUID id) {
    if (tx.change(SOFT_DELETE, id) == 1) {
      tx.change(SOFT_DELETE_IDENTITIES, id);
      tx.change("delete from auth.mfa_factors where user_id = ?", id);
      tx.change("delete from auth.one_time_tokens where user_id = ?", id);
    }
  }

  /** The filter stands for itself: its own wildcards are none. */
  private static String escaped(String filter) {
    return filter.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
