import { act } from "#app/(console)/acts/act";
import { ConfirmAction } from "#components/forms/confirm-action";
import { Alert } from "#components/ui/alert";

/**
 * Replaces a draft whose stored form cannot be read. The draft can only be discarded; the live
 * version stays enforced.
 */
export function UnreadableDraft(props: { revision: number; versionInForce: number; mayDiscard: boolean }) {
  const { revision, versionInForce, mayDiscard } = props;
  return (
    <Alert variant="danger" className="mb-4" title="The saved draft can't be read">
      <p>
        It can't be edited or published. Version {versionInForce} stays live.{" "}
        {mayDiscard
          ? `Discard the draft to start over from version ${versionInForce}.`
          : "Ask an admin to discard it."}
      </p>
      {mayDiscard ? (
        <div className="mt-2">
          <ConfirmAction
            action={act("draft/discard")}
            fields={{ revision: String(revision) }}
            trigger="Discard draft…"
            title="Discard this draft?"
            description={`Everything in it is lost and the draft is reset to version ${versionInForce}.`}
            confirm="Discard draft"
          />
        </div>
      ) : null}
    </Alert>
  );
}
