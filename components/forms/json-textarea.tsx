import type { ComponentProps } from "react";
import { Textarea } from "./textarea.tsx";

/** A field for JSON: in a fixed width, left to right, and without corrections. */
export function JsonTextarea(props: Omit<ComponentProps<"textarea">, "className">) {
  return (
    <Textarea
      className="min-h-32 font-mono text-[0.8125rem] leading-5 md:text-[0.8125rem] lg:max-h-112"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      dir="ltr"
      {...props}
    />
  );
}
