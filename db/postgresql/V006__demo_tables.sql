-- The tables the README, the playground and the phase tests use. Row-level security is already on for
-- each by the trigger of V005; it is stated here too, so that these tables are closed whatever the
-- setting was when they were made.

create function minibaas.touch_updated_at() returns trigger
  language plpgsql
  set search_path = pg_catalog
  as $$
    begin
      new.updated_at := now();
      return new;
    end
  $$;

create table public.users (
  id uuid primary key default gen_random_uuid(),
  email text not null constraint users_email_key unique,
  name text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table public.user_profiles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid default auth.uid() references public.users (id) on delete cascade,
  bio text,
  avatar_url text,
  display_name text,
  language text default 'en',
  theme text default 'system'
    constraint user_profiles_theme_check check (theme in ('light', 'dark', 'system')),
  a11y_preferences jsonb default '{
    "high_contrast": false,
    "reduced_motion": false,
    "font_size": "medium",
    "screen_reader_optimized": false
  }',
  notification_preferences jsonb default '{"email": true, "push": true, "in_app": true}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index user_profiles_user_id_idx on public.user_profiles (user_id);

create table public.posts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid default auth.uid() references public.users (id) on delete cascade,
  title text not null,
  content text,
  is_public boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index posts_user_id_idx on public.posts (user_id);
create index posts_is_public_idx on public.posts (created_at desc) where is_public;

create table public.projects (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  status text not null default 'active'
    constraint projects_status_check check (status in ('active', 'paused', 'archived')),
  owner_id text not null default auth.uid()::text,
  description text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index projects_owner_id_idx on public.projects (owner_id);

create table public.mock_orders (
  id uuid primary key default gen_random_uuid(),
  owner_id text not null default auth.uid()::text,
  order_number text not null constraint mock_orders_order_number_key unique,
  currency text not null default 'USD',
  total_cents integer not null default 0
    constraint mock_orders_total_cents_check check (total_cents >= 0),
  status text not null default 'pending'
    constraint mock_orders_status_check check (status in ('pending', 'paid', 'cancelled')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index mock_orders_owner_id_idx on public.mock_orders (owner_id);

do $$
declare
  demo text;
begin
  foreach demo in array array['users', 'user_profiles', 'posts', 'projects', 'mock_orders'] loop
    execute format('alter table public.%I enable row level security', demo);
    -- anon reads what the policies below show it, and writes nothing
    execute format('revoke all on public.%I from anon', demo);
    execute format(
      'create trigger touch_updated_at before update on public.%I
         for each row execute function minibaas.touch_updated_at()', demo);
  end loop;
end
$$;
grant select on public.users, public.posts to anon;

-- (select auth.uid()) instead of auth.uid(): evaluated once a statement, not once a row.

create policy users_select_own on public.users for select to anon, authenticated
  using (id = (select auth.uid()));
create policy users_insert_own on public.users for insert to authenticated
  with check (id = (select auth.uid()));
create policy users_update_own on public.users for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy users_delete_own on public.users for delete to authenticated
  using (id = (select auth.uid()));

create policy user_profiles_select_own on public.user_profiles for select to authenticated
  using (user_id = (select auth.uid()));
create policy user_profiles_insert_own on public.user_profiles for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy user_profiles_update_own on public.user_profiles for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy user_profiles_delete_own on public.user_profiles for delete to authenticated
  using (user_id = (select auth.uid()));

create policy posts_select_public_or_own on public.posts for select to anon, authenticated
  using (is_public or user_id = (select auth.uid()));
create policy posts_insert_own on public.posts for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy posts_update_own on public.posts for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy posts_delete_own on public.posts for delete to authenticated
  using (user_id = (select auth.uid()));

create policy projects_own on public.projects for all to authenticated
  using (owner_id = (select auth.uid())::text) with check (owner_id = (select auth.uid())::text);

create policy mock_orders_own on public.mock_orders for all to authenticated
  using (owner_id = (select auth.uid())::text) with check (owner_id = (select auth.uid())::text);
