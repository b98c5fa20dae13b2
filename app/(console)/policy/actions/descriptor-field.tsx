"use client";

import { useState } from "react";
import { Description } from "#components/approval/description/description";
import { SentenceText } from "#components/approval/description/sentence";
import { Field } from "#components/forms/field";
import { JsonTextarea } from "#components/forms/json-textarea";
import { Card, CardContent } from "#components/ui/card";
import type { Json } from "#lib/canonical";
import { showsCommands } from "#lib/descriptors/formats/shows-commands.mjs";
import { renderAction } from "#lib/descriptors/render/render-action.mjs";
import type { Rendering } from "#lib/descriptors/render/rendering.mjs";

type Params = Record<string, Json>;

/** The descriptor of an action type as JSON, and how it shows the newest request. */
export function DescriptorField(props: {
  type: string;
  descriptor: string;
  samples: Params[];
  error: string | undefined;
}) {
  const [text, setText] = useState(props.descriptor);
  return (
    <div className="grid gap-4">
      <Field
        label="Descriptor"
        optional
        hint="How approvers see the action, as JSON. Without one, they see the raw parameters."
        error={props.error}
      >
        <JsonTextarea
          name="descriptor"
          value={text}
          onChange={(event) => setText(event.target.value)}
          rows={12}
        />
      </Field>
      <section aria-labelledby="preview" className="grid gap-2">
        <h2 id="preview" className="font-medium">
          Preview
        </h2>
        <Preview text={text} type={props.type} sample={props.samples[0]} />
      </section>
    </div>
  );
}

/** The newest request of the type as an approver would see it. */
function Preview({ text, type, sample }: { text: string; type: string; sample: Params | undefined }) {
  if (!sample) return <p className="text-muted-foreground">No recent request of this type.</p>;
  const rendering = preview(text, type, sample);
  if (typeof rendering === "string") return <p className="text-muted-foreground">{rendering}</p>;
  return (
    <div className="grid max-w-[22.5rem] gap-3">
      <p className="text-[0.8125rem] text-muted-foreground">The newest request of this type.</p>
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
      <Description rendering={rendering} isSigned={false} />
    </div>
  );
}

/** What an approver would see, or why there is no preview. */
function preview(text: string, type: string, params: Params): Rendering | string {
  const action = {
    type: type || "action.type",
    resource: "example/1",
    audience: "https://tool.example",
    params,
  };
  const descriptor = text.trim() === "" ? undefined : readJson(text);
  if (descriptor === null) return "This isn't valid JSON yet.";
  if (showsCommands(descriptor)) return "Commands are read when a request is opened.";
  try {
    return renderAction(action, descriptor);
  } catch {
    return "This descriptor can't be shown yet.";
  }
}

/** The JSON object in a text; null for another text. */
function readJson(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
