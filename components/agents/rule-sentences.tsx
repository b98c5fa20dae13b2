import { inSentence, outcomeLabels } from "#lib/text/labels";

/** The rules for an agent, a sentence each, and the default outcome. */
export function RuleSentences(props: {
  rules: { id: string; words: string }[];
  defaultOutcome?: "step_up" | "block";
}) {
  return (
    <ul className="grid list-disc gap-1.5 pl-5 marker:text-muted-foreground">
      {props.rules.map(({ id, words }) => (
        <li key={id} className="[overflow-wrap:anywhere]">
          {words}
        </li>
      ))}
      {props.defaultOutcome ? (
        <li>
          Anything else: {inSentence(outcomeLabels[props.defaultOutcome])}
          {props.defaultOutcome === "step_up" ? " from the owner or a backup approver" : null}
        </li>
      ) : null}
    </ul>
  );
}
