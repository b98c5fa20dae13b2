import { DifferenceEntry, DifferenceLine } from "./difference-entry.tsx";

/** An action type on only one side. */
export interface ActionTypeSummary {
  type: string;
  title: string;
  facts: { name: string; text: string }[];
}

interface FactChange {
  name: string;
  before?: string;
  after?: string;
}

/** What differs between two action catalogs, ready to be shown. */
export interface ActionTypeDifferencesView {
  added: ActionTypeSummary[];
  removed: ActionTypeSummary[];
  changed: { type: string; title: string; facts: FactChange[] }[];
}

/** The difference between two catalogs, type by type, as entries of a list. */
export function ActionTypeDifferences({ difference }: { difference: ActionTypeDifferencesView }) {
  const { added, removed, changed } = difference;
  return (
    <>
      {changed.map(({ type, title, facts }) => (
        <DifferenceEntry key={type} kind="changed" what="Action type changed">
          <Name type={type} title={title} />
          {facts.map(({ name, before, after }) => (
            <div key={name} className="grid gap-1 border-l-2 pl-3">
              <span className="font-medium text-sm [overflow-wrap:anywhere]">{name}</span>
              {before === undefined ? null : (
                <DifferenceLine label={after === undefined ? "Removed" : "Before"}>
                  <Text text={before} />
                </DifferenceLine>
              )}
              {after === undefined ? null : (
                <DifferenceLine label={before === undefined ? "Added" : "After"}>
                  <Text text={after} />
                </DifferenceLine>
              )}
            </div>
          ))}
        </DifferenceEntry>
      ))}
      {added.map((entry) => (
        <DifferenceEntry key={entry.type} kind="added" what="Action type added">
          <Whole entry={entry} />
        </DifferenceEntry>
      ))}
      {removed.map((entry) => (
        <DifferenceEntry key={entry.type} kind="removed" what="Action type removed">
          <Name type={entry.type} title={entry.title} />
        </DifferenceEntry>
      ))}
    </>
  );
}

function Whole({ entry }: { entry: ActionTypeSummary }) {
  return (
    <>
      <Name type={entry.type} title={entry.title} />
      {entry.facts.map(({ name, text }) => (
        <div key={name} className="grid gap-x-4 text-sm sm:grid-cols-[9rem_minmax(0,1fr)]">
          <span className="text-muted-foreground [overflow-wrap:anywhere]">{name}</span>
          <Text text={text} />
        </div>
      ))}
    </>
  );
}

function Name({ type, title }: { type: string; title: string }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 [overflow-wrap:anywhere]">
      {title}
      <code className="text-muted-foreground text-sm">{type}</code>
    </p>
  );
}

// A schema has many lines; a value on one line is plain text.
function Text({ text }: { text: string }) {
  return text.includes("\n") ? (
    <pre className="verbatim font-mono text-[0.8125rem] leading-5">{text}</pre>
  ) : (
    <span className="text-sm">{text}</span>
  );
}
