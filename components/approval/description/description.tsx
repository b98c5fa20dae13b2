import { useId } from "react";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { cn } from "#components/ui/cn.ts";
import { Fact, Facts } from "#components/ui/facts";
import type { Fallback, Rendering } from "#lib/descriptors/render/rendering.mjs";
import { alsoLabel, hiddenLabel, rawLabel } from "#lib/text/description-labels.mjs";
import { NamedValues } from "../agent-text/json-value.tsx";
import { UntrustedText } from "../agent-text/untrusted-text.tsx";
import { UntilExpiry } from "../decision/until-expiry.tsx";
import { fallbackWords } from "./fallback-words.ts";
import { isInSentence } from "./is-in-sentence.ts";
import { ShownValue } from "./shown-value.tsx";
import { SignedEnd, SignedListEnd } from "./signed-end.tsx";

/** `passkeyWords`: the look of the second sentence, which keeps its room where it isn't shown. */
const listWords = (passkeyWords: string) => (
  <>
    Complete list. <span className={passkeyWords}>Your passkey signs exactly these values.</span>
  </>
);
// Hidden once this page can no longer sign the values: the decision below says when.
const signedWords = listWords("[body:has([data-final])_&]:invisible");
const wordsAfterExpiry = listWords("invisible");
const unsignedWords = "Complete list of the parameters.";

interface DescriptionProps {
  rendering: Rendering;
  isSigned: boolean;
  /** When the request expires and can no longer be signed, on a page that stays open. ISO 8601. */
  signedUntil?: { expiresAt: string; now: string };
  /** The names of people and agents whose IDs are shown, by ID. */
  names?: Record<string, string>;
}

/**
 * The parameters of an action: by the fields of its descriptor and everything that no field covers,
 * or all of them raw. `isSigned`: an approval signs exactly this.
 */
export function Description({ rendering, isSigned, signedUntil, names }: DescriptionProps) {
  // Two descriptions can be on one page: of a request, and of its edit.
  const id = useId();
  return (
    <Card aria-labelledby={id}>
      <CardHeader>
        <div>
          <CardTitle id={id}>Parameters</CardTitle>
          <CardDescription>
            {isSigned && signedUntil ? (
              <UntilExpiry {...signedUntil} afterwards={wordsAfterExpiry}>
                {signedWords}
              </UntilExpiry>
            ) : isSigned ? (
              signedWords
            ) : (
              unsignedWords
            )}
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent className="grid gap-5">
        <DescriptionContent rendering={rendering} names={names} />
        {isSigned ? <SignedListEnd /> : null}
      </CardContent>
    </Card>
  );
}

/** Everything about an action: its fields, what no field covers, and what isn't shown above. */
export function DescriptionContent({ rendering, names }: Pick<DescriptionProps, "rendering" | "names">) {
  const { form, fallback, fields, also, hidden } = rendering;
  return (
    <>
      {form === "raw" && fallback ? <WithoutDescription fallback={fallback} /> : null}
      {fields.length > 0 ? (
        <Facts>
          {fields.map(({ path, label, shown }) => (
            <Fact key={path} name={label}>
              <ShownValue shown={shown} names={names} />
              {isInSentence(shown, rendering.sentence) ? null : <SignedEnd />}
            </Fact>
          ))}
        </Facts>
      ) : null}
      {form === "raw" ? <RawParts parts={also} /> : <Parts title={alsoLabel} parts={also} />}
      <Parts title={hiddenLabel} parts={hidden} />
    </>
  );
}

/** Marks parameters that are shown raw, and says why. Louder if there is a description that fails. */
function WithoutDescription({ fallback: { code, path } }: { fallback: Fallback }) {
  const isFailure = code !== "no_descriptor";
  return (
    <p className={cn("rounded-md px-3 py-2", isFailure ? "bg-warning-soft text-warning" : "bg-muted")}>
      <span className="block font-medium">{rawLabel}</span>
      {fallbackWords[code]}
      {path === undefined ? null : (
        <>
          {" "}
          <UntrustedText as="value" text={path} className="font-mono text-[0.8125rem]" />
        </>
      )}
    </p>
  );
}

/** All parameters, by the names that the agent sent. */
function RawParts({ parts }: { parts: Rendering["also"] }) {
  if (parts.length === 0) return <p className="text-muted-foreground">No parameters.</p>;
  return <PartList parts={parts} />;
}

function Parts({ title, parts }: { title: string; parts: Rendering["also"] }) {
  if (parts.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">{title}</h3>
      <PartList parts={parts} />
    </section>
  );
}

function PartList({ parts }: { parts: Rendering["also"] }) {
  return <NamedValues values={parts.map(({ path, value }) => [nameOf(path), value])} end={<SignedEnd />} />;
}

/**
 * A top-level parameter by its name, a nested one by its pointer. A name that looks like a pointer is
 * shown as one, so that it isn't mistaken for the path of a nested parameter.
 */
function nameOf(path: string): string {
  if (path.indexOf("/", 1) > 0 || path.includes("~")) return path;
  return path.slice(1);
}
