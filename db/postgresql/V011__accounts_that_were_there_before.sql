-- A database that was GoTrue's has accounts already: each gets the row in public.users that V007 gives
-- to new ones. Where the application has a public.users of its own, V006 and V007 were passed over.

do $$
begin
  if exists (
    select from pg_catalog.pg_trigger
    where tgname = 'public_users_insert' and tgrelid = 'auth.users'::regclass)
  then
    insert into public.users (id, email, name)
    select
      id,
      -- one of several accounts with one address, as single sign-on may have, keeps it
      case when place = 1 and email <> '' then email else id || '@users.invalid' end,
      coalesce(raw_user_meta_data ->> 'name', raw_user_meta_data ->> 'full_name')
    from (
      select *, row_number() over (partition by email order by created_at, id) as place
      from auth.users
    ) accounts
    on conflict do nothing;
  end if;
end
$$;
