"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { act } from "#app/(console)/acts/act";
import { Field } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { AfterLoad, loadLater } from "#components/ui/after-load";
import { Alert } from "#components/ui/alert";
import { ContentCard } from "#components/ui/card";
import type { ServerProposal } from "#lib/boundary/mapping/kept/rules-to-start";
import { withRule } from "../../mapping-text.ts";
import { Proposals } from "./proposals.tsx";

const UnsavedGuard = loadLater(
  () => import("#components/ui/dialog/use-unsaved").then((part) => part.UnsavedGuard),
  Unguarded,
);

interface Props {
  boundaryId: string;
  /** The digest of the live mapping; empty for none. */
  live: string;
  text: string;
  hint: string | undefined;
  proposals: ServerProposal[];
}

export function MappingEditor(props: Props) {
  const form = useConfirmedAction(act("boundary/mapping"));
  const field = useRef<HTMLTextAreaElement>(null);
  // The digest below the text, also after a new rendering with another admin's mapping.
  const [seen, setSeen] = useState(props.live);
  // Counts saves and proposals, after which leaving loses no text.
  const [keptTimes, setKeptTimes] = useState(0);
  const [isEditing, setIsEditing] = useState(false);
  const startEditing = useCallback(() => setIsEditing(true), []);
  const { result } = form;
  useEffect(() => {
    if (!result) return;
    if ("digest" in result) setSeen(result.digest);
    setKeptTimes((times) => times + 1);
  }, [result]);
  const isSaved = result !== undefined && "digest" in result;
  const isStale = props.live !== seen && !(isSaved && result.digest === props.live);
  function add(rule: NonNullable<ServerProposal["rule"]>): boolean {
    const next = field.current ? withRule(field.current.value, rule) : undefined;
    if (next === undefined || !field.current) return false;
    field.current.value = next;
    return true;
  }
  return (
    <>
      <ContentCard aria-labelledby="rules" title="Rules">
        {isStale ? (
          <Alert variant="warning" title="The mapping was changed by someone else" className="mb-4">
            Copy your text, reload and apply your changes again.
          </Alert>
        ) : null}
        <ConfirmedForm
          form={{ ...form, result: isSaved ? undefined : form.result }}
          submit="Change mapping…"
          fields={{ boundaryId: props.boundaryId, seen }}
        >
          <Field label="Mapping (JSON)" hint={props.hint}>
            <Textarea
              ref={field}
              name="written"
              defaultValue={props.text}
              rows={12}
              spellCheck={false}
              autoComplete="off"
              autoCapitalize="off"
              // Text typed before the guard has loaded isn't guarded.
              readOnly={!isEditing}
              className="max-h-[36rem] font-mono text-[0.8125rem] leading-relaxed [word-break:break-all] [&[readonly]]:bg-card"
            />
          </Field>
        </ConfirmedForm>
      </ContentCard>
      <AfterLoad>
        <UnsavedGuard within={field} saved={keptTimes} onReady={startEditing} />
      </AfterLoad>
      {props.proposals.length > 0 ? <Proposals proposals={props.proposals} onAdd={add} /> : null}
    </>
  );
}

/** The text can be edited without the guard, if it can't be loaded. */
function Unguarded({ onReady }: { onReady: () => void }) {
  useEffect(onReady, [onReady]);
  return null;
}
