import { Button } from "#components/ui/button";
import { Dialog, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";

const unsaved = {
  title: "Discard your changes?",
  description: "What you changed here isn't saved.",
  keep: "Keep editing",
  leave: "Discard changes",
};
const whileSaving = {
  title: "Leave while saving?",
  description: "Your changes are still being saved. If they can't be saved, they're lost.",
  keep: "Stay",
  leave: "Leave page",
};

/** Asks whether to leave an editor, whose changes would be lost. */
export function LeaveQuestion(props: {
  isOpen: boolean;
  isSaving: boolean;
  onKeep: () => void;
  onLeave: () => void;
}) {
  const words = props.isSaving ? whileSaving : unsaved;
  return (
    <Dialog open={props.isOpen} onOpenChange={props.onKeep}>
      <DialogHead title={words.title}>{words.description}</DialogHead>
      <DialogFooter>
        <Button variant="outline" onClick={props.onKeep}>
          {words.keep}
        </Button>
        <Button variant="destructive" onClick={props.onLeave}>
          {words.leave}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
