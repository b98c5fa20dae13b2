import { Alert } from "../ui/alert.tsx";

/** Says why approvals that were given count as one, and how they come to count as two. Nothing where there are none of these. */
export function CountedAsOne({ sentences }: { sentences: string[] }) {
  if (sentences.length === 0) return null;
  return (
    <Alert variant="warning" title="Two approvals count as one">
      {sentences.map((sentence) => (
        <p key={sentence} className="[overflow-wrap:anywhere]">
          {sentence}
        </p>
      ))}
      <p className="mt-1.5">
        Its person confirms the passkey under Settings with another one, or a second admin confirms it on the
        person's page. Then the approval counts, and no one has to approve again.
      </p>
    </Alert>
  );
}
