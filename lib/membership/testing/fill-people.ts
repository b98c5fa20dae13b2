import type { Database } from "#db/client";

/**
 * Approvers as a directory would add them: rows, without ceremonies. `staff<n>@example.com` are
 * invited where `n` is a multiple of three and active otherwise; one in a hundred has left.
 */
export async function fillPeople(db: Database, count: number, now: Date): Promise<void> {
  await db.$client`
    insert into people (id, name, email, status, roles, created_at)
    select 'per_' || lpad(n::text, 26, '0'), 'Given' || (n * 7919 % 100) || ' Family' || lpad((n % 97)::text, 2, '0'), 'staff' || n || '@example.com',
      case when n % 100 = 0 then 'left' when n % 3 = 0 then 'invited' else 'active' end, '{approver}', ${now.toISOString()}
    from generate_series(1, ${count}::int) n`;
}
