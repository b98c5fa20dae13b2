import { Button } from "#components/ui/button";
import { SubmitButton } from "./act-form.tsx";

/** The buttons of a form opened in place of its button: Cancel closes the form. */
export function InPlaceButtons(props: { submit: string; onCancel: () => void }) {
  return (
    <div className="flex flex-wrap gap-2">
      <SubmitButton working="Checking…">{props.submit}</SubmitButton>
      <Button variant="ghost" onClick={props.onCancel}>
        Cancel
      </Button>
    </div>
  );
}
