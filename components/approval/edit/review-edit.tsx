import { bytesOf } from "#components/passkey/challenge-of.ts";
import { Button } from "#components/ui/button";
import { DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { Icon } from "#components/ui/icon";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { useReadingTime } from "../decision/safeguards/use-reading-time.ts";
import { Description } from "../description/description.tsx";
import { SentenceText } from "../description/sentence.tsx";
import { ChangedFields } from "./changed-fields.tsx";
import type { OfferedEdit } from "./edit-request.ts";

interface ReviewEditProps {
  offered: OfferedEdit;
  asked: Rendering["fields"];
  approvalsBefore: number;
  onBack: () => void;
  onApprove: () => void;
}

/** The edited request in full, as the passkey signs. */
export function ReviewEdit({ offered, asked, approvalsBefore, onBack, onApprove }: ReviewEditProps) {
  const { rendering, approvalsRequired, safeguards } = offered;
  const secondsLeft = useReadingTime(servedAtOf(offered), safeguards.readingSeconds);
  return (
    <div className="flex flex-col gap-4">
      <DialogHead title="Approve the edited request?" isInForm>
        You'll confirm with your passkey.
      </DialogHead>
      <p className="font-semibold text-2xl leading-8 [overflow-wrap:anywhere]">
        {rendering.sentence ? (
          <SentenceText sentence={rendering.sentence} />
        ) : (
          (rendering.intent ?? rendering.type)
        )}
      </p>
      <ChangedFields asked={asked} edited={rendering.fields} />
      {approvalsRequired > approvalsBefore ? (
        <p>The edited request needs {approvalsRequired} approvals.</p>
      ) : null}
      <Description rendering={rendering} />
      <DialogFooter isApart>
        <Button variant="outline" onClick={onBack}>
          Back
        </Button>
        <Button onClick={onApprove} disabled={secondsLeft > 0}>
          <Icon name="key" />
          {secondsLeft > 0 ? `Approve in ${secondsLeft} s` : "Approve edited request"}
        </Button>
      </DialogFooter>
    </div>
  );
}

/** The time in the statement: the server's start of the reading time. */
function servedAtOf({ statement }: OfferedEdit): string {
  return JSON.parse(new TextDecoder().decode(bytesOf(statement))).issued_at;
}
