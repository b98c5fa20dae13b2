"use client";

import { useState } from "react";
import { Description } from "#components/approval/description/description";
import { SentenceText } from "#components/approval/description/sentence";
import { Field, Select } from "#components/forms/field";
import { ContentCard } from "#components/ui/card";
import { Framed } from "#components/ui/framed";
import type { Reading } from "#lib/descriptors/commands/reading";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Rendering } from "#lib/descriptors/render/rendering";
import type { Json } from "#lib/json/canonical";

/** A past request: parameters, and shell commands as read on the server. */
export interface Sample {
  params: Record<string, Json>;
  readings: Record<string, Reading>;
}

const widths = { phone: 360, desktop: 1024 };

/** Recent requests of the type as an approver would see them, on a phone and on a desktop. */
export function DescriptorPreview(props: { text: string; type: string; samples: Sample[] }) {
  const { text, type, samples } = props;
  const [screen, setScreen] = useState<keyof typeof widths>("phone");
  const [at, setAt] = useState(0);
  const sample = samples[at];
  return (
    <section aria-labelledby="preview" className="grid gap-3">
      <h2 id="preview" className="font-medium">
        Preview
      </h2>
      {sample ? (
        <>
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label="Request">
              <Select value={at} onChange={(event) => setAt(Number(event.target.value))}>
                {samples.map((_, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
                  <option key={index} value={index}>
                    {index === 0 ? "Newest" : `${index + 1} of ${samples.length}`}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label="Screen">
              <Select
                value={screen}
                onChange={(event) => setScreen(event.target.value as keyof typeof widths)}
              >
                <option value="phone">Phone</option>
                <option value="desktop">Desktop</option>
              </Select>
            </Field>
          </div>
          <Shown shown={preview(text, type, sample)} screen={screen} />
        </>
      ) : (
        <p className="text-muted-foreground">No recent request of this type.</p>
      )}
    </section>
  );
}

function Shown({ shown, screen }: { shown: Rendering | string; screen: keyof typeof widths }) {
  if (typeof shown === "string") return <p className="text-muted-foreground">{shown}</p>;
  const { sentence, intent, type } = shown;
  return (
    <Framed key={screen} title="Preview of the request" width={widths[screen]}>
      <main className="grid gap-3 p-3">
        <ContentCard layout="pt-4">
          <h1 className="font-semibold text-2xl leading-8 [overflow-wrap:anywhere]">
            {sentence ? <SentenceText sentence={sentence} /> : (intent ?? type)}
          </h1>
        </ContentCard>
        <ContentCard layout="pt-4">
          <Description rendering={shown} />
        </ContentCard>
      </main>
    </Framed>
  );
}

/** The approver's view, or the reason for no preview. */
function preview(text: string, type: string, { params, readings }: Sample): Rendering | string {
  const action = {
    type: type || "action.type",
    resource: "example/1",
    audience: "https://tool.example",
    params,
  };
  const descriptor = text.trim() === "" ? undefined : readJson(text);
  if (descriptor === null) return "This isn't valid JSON yet.";
  let isUnread = false;
  const read = (command: string): Reading => {
    const reading = Object.hasOwn(readings, command) ? readings[command] : undefined;
    isUnread ||= reading === undefined;
    return reading ?? { inspectable: false, reasons: [], steps: [], comments: [] };
  };
  try {
    const rendering = renderAction(action, descriptor, { read });
    return isUnread ? "Save the draft and open this page again to see commands." : rendering;
  } catch {
    return "This descriptor can't be shown yet.";
  }
}

/** The JSON object in a text, or null. */
function readJson(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
