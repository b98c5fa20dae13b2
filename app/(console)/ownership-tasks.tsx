import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import type { Duties } from "#lib/ownership/find-duties";

/** Whether the viewer has open tasks as an owner. */
export function hasDuties(duties: Duties): boolean {
  return sentencesOf(duties).length > 0;
}

/** The viewer's open tasks as an owner, among the notifications until done. */
export function OwnershipTasks({ duties }: { duties: Duties }) {
  const sentences = sentencesOf(duties);
  if (sentences.length === 0) return null;
  return (
    <Alert variant={duties.due > 0 ? "warning" : "info"}>
      <p>{sentences.join(" ")}</p>
      <Link
        href="/agents/mine"
        className="inline-flex min-h-11 fine:min-h-8 items-center text-link underline underline-offset-3"
      >
        Review my agents
      </Link>
    </Alert>
  );
}

function sentencesOf({ offers, due, lapsed }: Duties): string[] {
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
