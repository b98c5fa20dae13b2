"use client";

import { useState } from "react";
import { Announcement } from "#components/ui/announcement";
import { Button, type ButtonProps } from "./button.tsx";
import { Icon } from "./icon.tsx";

/** Copies `text`, or asks the person to select the text. `of` is its name for screen readers. */
export function CopyButton({
  text,
  label = "Copy",
  of,
  ...props
}: { text: string; label?: string; of?: string } & Omit<ButtonProps, "onClick" | "children">) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("failed");
    }
    setTimeout(() => setState("idle"), 2500);
  }
  const words = { idle: label, copied: "Copied", failed: "Couldn't copy. Select the text instead." };
  return (
    <>
      <Button variant="outline" size="sm" {...props} onClick={copy}>
        {state === "copied" ? <Icon name="check" /> : <Icon name="copy" />}
        <span>
          {words[state]}
          {of && state === "idle" ? <span className="sr-only"> {of}</span> : null}
        </span>
      </Button>
      <Announcement text={state === "idle" ? "" : words[state]} />
    </>
  );
}
