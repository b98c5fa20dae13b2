"use client";

import { useState } from "react";
import { Description } from "#components/approval/description/description";
import { SentenceText } from "#components/approval/description/sentence";
import { Field } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";
import { Card, CardContent } from "#components/ui/card";
import type { Json } from "#lib/canonical";
import { renderAction } from "#lib/descriptors/render/render-action.mjs";
import type { Rendering } from "#lib/descriptors/render/rendering.mjs";

type Params = Record<string, Json>;

/** How approvers see an action of this type: the descriptor as JSON, and how it shows past requests. */
export function DescriptorField(props: {
  type: string;
  descriptor: string;
  samples: Params[];
  error: string | undefined;
}) {
  const [text, setText] = useState(props.descriptor);
  const sample = props.samples[0] ?? {};
  const rendering = preview(text, props.type, sample);
  return (
    <div className="grid gap-4">
      <Field
        label="Description for approvers"
        optional
        hint="JSON. Without one, approvers see the raw parameters."
        error={props.error}
      >
        <Textarea
          name="descriptor"
          value={text}
          onChange={(event) => setText(event.target.value)}
          rows={12}
          className="font-mono text-[0.8125rem] leading-5 md:text-[0.8125rem]"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          dir="ltr"
        />
      </Field>
      <section aria-labelledby="preview" className="grid gap-2">
        <h2 id="preview" className="font-medium">
          Preview
        </h2>
        <p className="text-[0.8125rem] text-muted-foreground">
          {props.samples.length > 0
            ? "With the parameters of the newest request."
            : "No request of this type yet."}
        </p>
        {rendering ? (
          <div className="grid max-w-[22.5rem] gap-3">
            <Card>
              <CardContent className="pt-4">
                <p className="font-semibold text-2xl leading-8 [overflow-wrap:anywhere]">
                  {rendering.sentence ? (
                    <SentenceText sentence={rendering.sentence} />
                  ) : (
                    (rendering.intent ?? rendering.type)
                  )}
                </p>
              </CardContent>
            </Card>
            <Description rendering={rendering} isSigned />
          </div>
        ) : (
          <p className="text-muted-foreground">This isn't valid JSON yet.</p>
        )}
      </section>
    </div>
  );
}

/** What an approver would see; undefined while the text isn't JSON. */
function preview(text: string, type: string, params: Params): Rendering | undefined {
  const action = {
    type: type || "action.type",
    resource: "example/1",
    audience: "https://tool.example",
    params,
  };
  try {
    const descriptor: unknown = text.trim() === "" ? undefined : JSON.parse(text);
    if (descriptor !== undefined && (typeof descriptor !== "object" || descriptor === null)) return undefined;
    return renderAction(action, descriptor);
  } catch {
    return undefined;
  }
}
