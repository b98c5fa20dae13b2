"use client";

import { useState } from "react";
import { Announcement } from "#components/ui/announcement";
import { Button, type ButtonProps } from "./button.tsx";
import { Icon } from "./icon.tsx";

const copied = "Copied";

/** Copies `text`, or asks the person to select the text. `of` is its name for screen readers. */
export function CopyButton({
  text,
  label,
  of,
  ...props
}: { text: string; label: string; of?: string } & Omit<ButtonProps, "onClick" | "children">) {
  const [outcome, setOutcome] = useState("");
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome(copied);
    } catch {
      setOutcome("Couldn't copy. Select the text.");
    }
    setTimeout(setOutcome, 2500, "");
  }
  return (
    <>
      <Button size="sm" {...props} onClick={copy}>
        <Icon name={outcome === copied ? "check" : "copy"} />
        <span>
          {outcome || label}
          <span className="sr-only"> {of}</span>
        </span>
      </Button>
      <Announcement text={outcome} />
    </>
  );
}
