import type { CoverageQuery } from "#app/web/query/coverage-query";
import { Input } from "#components/forms/field";
import { Button } from "#components/ui/button";

/** The age at which a key is old, as a GET form. */
export function KeyAge({ query }: { query: CoverageQuery }) {
  return (
    <form method="get" action="/coverage" className="flex flex-wrap items-center gap-2 text-sm">
      <input type="hidden" name="days" value={query.window.days} />
      <input type="hidden" name="per" value={query.per} />
      <label htmlFor="keyDays" className="text-muted-foreground">
        Maximum key age
      </label>
      <span className="flex items-center gap-2">
        <Input
          id="keyDays"
          name="keyDays"
          type="number"
          min={1}
          max={365}
          required
          defaultValue={query.window.keyAgeDays}
          className="w-20"
        />
        <span className="text-muted-foreground">days</span>
        <Button type="submit" variant="ghost" className="px-2">
          Apply
        </Button>
      </span>
    </form>
  );
}
