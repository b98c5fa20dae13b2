import { useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "./checkbox.tsx";
import type { Choices } from "./choice.tsx";
import { Fieldset, PlainField } from "./field.tsx";
import { TypedChoice } from "./typed-choice.tsx";

/** Checkboxes, and for a long list a text field for more. The server resolves typed text. */
export function SeveralChoice(props: {
  legend: string;
  hint?: string;
  name: string;
  choices: Choices;
  chosen: readonly string[];
  addLabel: string;
  className?: string;
}) {
  const { choices, chosen, name } = props;
  const [added, setAdded] = useState<string[]>([]);
  return (
    <Fieldset legend={props.legend} hint={props.hint} name={name}>
      <div className={props.className ?? "grid gap-2"}>
        {choices.options.map((option) => (
          <Checkbox
            key={option.id}
            name={name}
            value={option.id}
            label={option.name}
            hint={option.hint}
            defaultChecked={chosen.includes(option.id)}
          />
        ))}
        {added.map((text) => (
          <Checkbox key={text} name={name} value={text} label={text} defaultChecked />
        ))}
      </div>
      {choices.source ? (
        <AddOne
          label={props.addLabel}
          name={name}
          source={choices.source}
          onAdd={(text) => setAdded((before) => [...new Set([...before, text])])}
        />
      ) : null}
    </Fieldset>
  );
}

/** The field's text counts as chosen: a single addition needs no second press. Errors are at the fieldset. */
function AddOne(props: { label: string; name: string; source: string; onAdd: (text: string) => void }) {
  const [text, setText] = useState("");
  const row = useRef<HTMLDivElement>(null);
  function add() {
    if (text.trim() === "") return;
    props.onAdd(text.trim());
    setText("");
    row.current?.querySelector("input")?.focus();
  }
  return (
    <div ref={row} className="flex items-end gap-2">
      <PlainField label={props.label} optional className="min-w-0 grow">
        <TypedChoice name={props.name} source={props.source} value={text} onChoose={setText} />
      </PlainField>
      <Button type="button" variant="outline" onClick={add}>
        Add
      </Button>
    </div>
  );
}
