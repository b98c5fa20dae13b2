import { Time } from "#components/text/time";
import { Alert } from "#components/ui/alert";
import type { Rendering } from "#lib/descriptors/render/rendering.mjs";
import { ChangedFields } from "./changed-fields.tsx";

interface EditedNoteProps {
  by: string;
  at: Date;
  /** The action that the agent asked for, and the action of the request. */
  asked: Rendering;
  edited: Rendering;
  now: Date;
}

/** Tells that an approver edited the request, and what the agent asked for. */
export function EditedNote({ by, at, asked, edited, now }: EditedNoteProps) {
  return (
    <Alert variant="info" title={`Edited by ${by}`}>
      <p className="mb-2">
        <Time at={at} now={now} />. Earlier approvals no longer count.
      </p>
      <ChangedFields asked={asked.fields} edited={edited.fields} />
    </Alert>
  );
}
