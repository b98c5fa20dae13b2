"use client";

import { AfterLoad, loadLater } from "#components/ui/after-load";
import type { QuestionProps } from "./question-dialog.tsx";

const QuestionDialog = loadLater(
  async () => (await import("./question-dialog.tsx")).QuestionDialog,
  ({ question }: QuestionProps) => (question ? <Unloaded /> : null),
);

/** {@link QuestionDialog}, which loads after the page: nothing is asked before the page's script runs. */
export function ConfirmDialog(props: QuestionProps) {
  return (
    <AfterLoad>
      <QuestionDialog {...props} />
    </AfterLoad>
  );
}

function Unloaded() {
  return (
    <p role="alert" className="text-danger text-sm">
      This page didn't load completely, so nothing was changed. Reload the page and try again.
    </p>
  );
}
