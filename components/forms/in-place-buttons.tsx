import { Button } from "#components/ui/button";

/** The buttons of a form opened in place of its button: Cancel closes the form. */
export function InPlaceButtons(props: { pending: boolean; submit: string; onCancel: () => void }) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button type="submit" disabled={props.pending}>
        {props.pending ? "Checking…" : props.submit}
      </Button>
      <Button variant="ghost" onClick={props.onCancel}>
        Cancel
      </Button>
    </div>
  );
}
