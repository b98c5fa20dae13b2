import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import type { VersionView } from "#lib/policy/versions/versions";

/** Says that rules can auto-approve types without a description. */
export function UnclassifiedTypes({
  policy: { catalog, unclassified },
}: {
  policy: Pick<VersionView, "catalog" | "unclassified">;
}) {
  if (unclassified !== "allow") return null;
  const types = catalog.filter(({ descriptor }) => !descriptor).map(({ type }) => type);
  return (
    <Alert
      variant="warning"
      className="mb-4"
      title="Rules can auto-approve action types without a description"
    >
      <p>
        Approvers see the parameters of such actions as the agent sent them.{" "}
        {types.length > 0 ? (
          <>
            Without a description: <span className="[overflow-wrap:anywhere]">{types.join(", ")}</span>.{" "}
          </>
        ) : null}
        <Link href="/policy#unclassified" className="text-link underline">
          Change it in the draft
        </Link>
      </p>
    </Alert>
  );
}
