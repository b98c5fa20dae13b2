import { Alert } from "#components/ui/alert";

/** Why several approvals count as one, and how to make two of them. */
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
        To count both, another admin confirms the passkey on the approver's page, or the approver does in
        Settings with another confirmed passkey. No one has to approve again.
      </p>
    </Alert>
  );
}
