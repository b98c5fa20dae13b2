import { ConfirmAction } from "#components/forms/confirm-action";
import { Alert } from "#components/ui/alert";
import { discard } from "./draft/actions.ts";

/** In place of a draft whose stored form cannot be read. Nothing can be made of it, and what is in force goes on. */
export function UnreadableDraft(props: { revision: number; versionInForce: number; mayDiscard: boolean }) {
  const { revision, versionInForce, mayDiscard } = props;
  return (
    <Alert variant="danger" className="mb-4" title="The stored draft cannot be read">
      <p>
        It can be neither changed nor published. Version {versionInForce} stays in force.{" "}
        {mayDiscard ? "Discard the draft to start again from it." : "An admin has to discard it."}
      </p>
      {mayDiscard ? (
        <div className="mt-2">
          <ConfirmAction
            action={discard}
            fields={{ revision: String(revision) }}
            trigger="Discard the draft"
            title="Discard the draft?"
            description={`Whatever was in it is lost, and it starts again from version ${versionInForce}.`}
            confirm="Discard the draft"
          />
        </div>
      ) : null}
    </Alert>
  );
}
