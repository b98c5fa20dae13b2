import { runtime } from "#app/process/runtime";
import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import { type Duties as DutyCounts, findDuties } from "#lib/ownership/find-duties";
import type { Viewer } from "#lib/sessions/session";

/** The viewer's open duties as an owner, at the top of every page until done. */
export async function Duties({ viewer, now }: { viewer: Viewer; now: Date }) {
  const duties = await findDuties(runtime().db, { viewer, now });
  const sentences = sentencesOf(duties);
  if (sentences.length === 0) return null;
  return (
    <section aria-label="Ownership tasks" className="mb-5">
      <Alert variant={duties.due > 0 ? "warning" : "info"}>
        <p>{sentences.join(" ")}</p>
        <Link
          href="/agents/mine"
          className="inline-flex min-h-8 items-center text-link underline underline-offset-3"
        >
          Review my agents
        </Link>
      </Alert>
    </section>
  );
}

function sentencesOf({ offers, due, lapsed }: DutyCounts): string[] {
  const open = due - lapsed;
  return [
    ...(lapsed > 0
      ? [
          `${counted(lapsed)} you own ${lapsed === 1 ? "is" : "are"} quarantined because ownership wasn't confirmed in time.`,
        ]
      : []),
    ...(open > 0
      ? [`Confirm ownership of ${counted(open)} or ${open === 1 ? "it" : "they"} will be quarantined.`]
      : []),
    ...(offers > 0
      ? [`${counted(offers)} ${offers === 1 ? "is" : "are"} waiting for you to accept ownership.`]
      : []),
  ];
}

function counted(count: number): string {
  return count === 1 ? "1 agent" : `${count} agents`;
}
