"use client";

import { type ChangeEvent, useState } from "react";
import { act } from "#app/(console)/acts/act";
import { ActForm, SubmitButton } from "#components/forms/act-form";
import { Field, Input } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { useGoTo } from "#components/forms/use-go-to.ts";
import { DifferenceList } from "#components/policy/difference-list";
import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { Card, CardContent, CardDescription, CardHeader, CardTitle, ContentCard } from "#components/ui/card";
import type { Preview } from "./import-acts.ts";

/** Chooses a file, previews its changes, and imports the file to the draft after confirmation. */
export function ImportForm({ largestBytes }: { largestBytes: number }) {
  const { send, pending, result: preview, message } = useAction(act("import/preview"));
  const [file, setFile] = useState<{ name: string; text: string }>();
  const [fault, setFault] = useState<string>();

  async function onChoose(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const chosen = event.currentTarget.files?.[0];
    setFile(undefined);
    setFault(undefined);
    if (!chosen) return;
    if (chosen.size > largestBytes) return setFault("Policy files can be up to 2 MiB.");
    const text = await chosen.text();
    setFile({ name: chosen.name, text });
    const form = new FormData();
    form.set("text", text);
    send(form);
  }

  const result = !pending && file ? preview : undefined;
  return (
    <div className="grid gap-4">
      <ContentCard layout="grid gap-4 pt-4 sm:pt-5">
        <Field
          label="Policy file"
          hint={
            <>
              A file exported here or by <code className="font-mono">countersign policy pull</code>. Nothing
              changes until you import it.
            </>
          }
          error={fault}
        >
          <Input type="file" accept="application/json,.json" onChange={onChoose} />
        </Field>
        <p role="status" className="text-muted-foreground empty:absolute">
          {pending ? "Checking file…" : null}
        </p>
        <FormMessage message={pending ? undefined : message} />
      </ContentCard>
      {result?.faults ? <ImportFaults name={file?.name ?? ""} faults={result.faults} /> : null}
      {result && !result.faults && result.difference.count === 0 ? (
        <Alert role="status" title="No differences">
          This file matches version {result.version}, which is live.
        </Alert>
      ) : null}
      {result && !result.faults && result.difference.count > 0 && file ? (
        <ImportPreview text={file.text} preview={result} />
      ) : null}
    </div>
  );
}

/** The errors in an imported file. The file is untrusted, so the content is shown as text. */
function ImportFaults(props: { name: string; faults: { line: number; path: string; message: string }[] }) {
  const { faults } = props;
  return (
    <Alert
      variant="danger"
      role="alert"
      title={`${props.name} has ${faults.length === 1 ? "1 error" : `${faults.length} errors`}. Nothing was imported.`}
    >
      <ul className="mt-1 grid gap-1.5">
        {faults.map(({ line, path, message }) => (
          <li key={`${path} ${message}`}>
            Line {line}
            {path ? (
              <>
                , <code className="font-mono text-[0.8125rem]">{path}</code>
              </>
            ) : null}
            : {message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function ImportPreview(props: { text: string; preview: Exclude<Preview, { faults: object }> }) {
  const { preview } = props;
  const form = useAction(act("import/confirm"));
  const { done, message } = form;
  useGoTo(done ? "/policy" : undefined);
  const { version, takenFrom, draftChanges } = preview;
  return (
    <Card aria-label="Changes in this file">
      <CardHeader>
        <div className="grid gap-1" role="status">
          <CardTitle>{counted(preview.difference.count, "change")}</CardTitle>
          <CardDescription>Compared with version {version} (live).</CardDescription>
        </div>
      </CardHeader>
      <div className="border-t">
        <DifferenceList difference={preview.difference} />
      </div>
      <CardContent className="grid gap-4 border-t pt-4 sm:pt-5">
        {takenFrom === version ? null : (
          <Alert variant="warning" title={`This file is based on version ${takenFrom}`}>
            Version {version} is live now. The file overwrites anything that changed since, so review every
            difference.
          </Alert>
        )}
        {draftChanges > 0 ? (
          <Alert variant="warning" title={`The draft has ${counted(draftChanges, "unpublished change")}`}>
            Importing replaces the whole draft, including{" "}
            {draftChanges === 1 ? "this change" : "these changes"}.
          </Alert>
        ) : null}
        <ActForm
          form={form}
          fields={{ text: props.text, revision: preview.revision, version }}
          className="grid gap-3"
        >
          <FormMessage message={message} />
          <div className="flex flex-wrap gap-2">
            <SubmitButton disabled={done} working="Importing…">
              {done ? "Importing…" : "Import to draft"}
            </SubmitButton>
          </div>
        </ActForm>
      </CardContent>
    </Card>
  );
}
