-- Every account has its row in public.users, which posts and profiles refer to. The copy follows the
-- account and never stands in its way: whatever goes wrong with it is a warning in the database's log.
-- These run with their owner's rights because the auth service may not touch schema public.

-- .invalid never resolves (RFC 2606): the address of an account that has none, or whose address is
-- already taken in public.users.
create function minibaas.email_for(account uuid, email text) returns text
  language sql stable
  set search_path = pg_catalog
  as $$
    select case
      when coalesce(email, '') = ''
        or exists (select from public.users u where u.email = email_for.email and u.id <> account)
      then account || '@users.invalid'
      else email
    end
  $$;

create function minibaas.follow_new_account() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog
  as $$
    begin
      insert into public.users (id, email, name)
      values (
        new.id,
        minibaas.email_for(new.id, new.email),
        coalesce(new.raw_user_meta_data ->> 'name', new.raw_user_meta_data ->> 'full_name'))
      on conflict (id) do nothing;
      return null;
    exception when others then
      raise warning 'account % has no row in public.users: %', new.id, sqlerrm;
      return null;
    end
  $$;

create function minibaas.follow_changed_account() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog
  as $$
    begin
      -- only while the row still carries the account's address: its owner may have chosen another
      update public.users
      set email = minibaas.email_for(new.id, new.email)
      where id = new.id and email in (coalesce(old.email, ''), new.id || '@users.invalid');
      return null;
    exception when others then
      raise warning 'the row of account % in public.users keeps its address: %', new.id, sqlerrm;
      return null;
    end
  $$;

create function minibaas.follow_deleted_account() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog
  as $$
    begin
      delete from public.users where id = old.id;
      return null;
    exception when others then
      raise warning 'the row of account % stays in public.users: %', old.id, sqlerrm;
      return null;
    end
  $$;

create trigger public_users_insert after insert on auth.users
  for each row execute function minibaas.follow_new_account();
create trigger public_users_update after update of email on auth.users
  for each row when (old.email is distinct from new.email)
  execute function minibaas.follow_changed_account();
create trigger public_users_delete after delete on auth.users
  for each row execute function minibaas.follow_deleted_account();
