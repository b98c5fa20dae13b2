import { Fact } from "#components/ui/facts";
import type { Rendering } from "#lib/descriptors/render/rendering.mjs";
import { UntrustedText } from "../agent-text/untrusted-text.tsx";

/** The resource and the tool of an action, as far as it names them. Inside `Facts`. */
export function SubjectFacts({
  rendering: { resource, tool },
}: {
  rendering: Pick<Rendering, "resource" | "tool">;
}) {
  return (
    <>
      {resource === undefined ? null : (
        <Fact name="Resource">
          <UntrustedText as="value" text={resource} className="font-mono" />
        </Fact>
      )}
      {tool === undefined ? null : (
        <Fact name="Tool">
          <UntrustedText as="value" text={tool} className="font-mono" />
        </Fact>
      )}
    </>
  );
}
