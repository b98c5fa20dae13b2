import { AfterLoad, loadLater, Unloaded } from "#components/ui/after-load";
import type { QuestionProps } from "./question-dialog.tsx";

const QuestionDialog = loadLater(
  async () => (await import("./question-dialog.tsx")).QuestionDialog,
  ({ question }: QuestionProps) => (question ? <Unloaded /> : null),
);

/** {@link QuestionDialog}, loaded after the page: no question comes before the page's script. */
export function ConfirmDialog(props: QuestionProps) {
  return (
    <AfterLoad fallback={props.question ? <p role="status">Loading…</p> : null}>
      <QuestionDialog {...props} />
    </AfterLoad>
  );
}
