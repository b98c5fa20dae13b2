import { runtime } from "#app/runtime/runtime";
import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import { uncheckableTypes } from "#lib/policy/action-types/check-params";
import { loadPolicy } from "#lib/policy/engine/load";

/** Lists live action types with uncheckable parameters, so that an admin corrects them. */
export async function UncheckableTypes({ version }: { version: number }) {
  const types = uncheckableTypes(await loadPolicy(runtime().db, version));
  if (types.length === 0) return null;
  return (
    <Alert variant="danger" className="mb-4" title="Some action types reject every request">
      <p>
        Their parameter schema is too large, or has a pattern that can't be checked in bounded time. Shorten
        the schema or fix the pattern, then publish the draft.
      </p>
      <ul>
        {types.map((type) => (
          <li key={type}>
            <Link href={`/policy/actions/types/${encodeURIComponent(type)}`}>{type}</Link>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
