import type { Choices } from "#components/forms/choice";
import { SeveralChoice } from "#components/forms/several-choice";

export function MemberChoices({ people, chosen }: { people: Choices; chosen: readonly string[] }) {
  const isEmpty = people.options.length === 0 && !people.source;
  return (
    <>
      <SeveralChoice
        legend="Members"
        hint="Active people with the Approver role."
        name="memberIds"
        choices={people}
        chosen={chosen}
        addLabel="Member"
      />
      {isEmpty ? <p className="text-muted-foreground">No approvers to add yet.</p> : null}
    </>
  );
}
