"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { useGoTo } from "#components/forms/use-go-to.ts";
import { DifferenceList } from "#components/policy/difference-list";
import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import type { Preview } from "./import-acts.ts";

export function ImportPreview(props: { text: string; preview: Exclude<Preview, { faults: object }> }) {
  const { preview } = props;
  const { pending, formProps, done, message } = useAction(act("import/confirm"));
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
        <form className="grid gap-3" {...formProps}>
          <input type="hidden" name="text" value={props.text} />
          <input type="hidden" name="revision" value={preview.revision} />
          <input type="hidden" name="version" value={version} />
          <FormMessage message={message} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" disabled={pending || done}>
              {pending || done ? "Importing…" : "Import to draft"}
            </Button>
          </div>
        </form>
      </CardContent>
    </Card>
  );
}
