import { Button } from "#components/ui/button";
import { Radio } from "#components/ui/checkbox";
import { Field, Fieldset } from "#components/ui/field";
import { Select } from "#components/ui/select";
import type { ActionType } from "#lib/policy/catalogue";

/** What a new ladder is about. An ordinary form: where it leads is an address. */
export function ChooseLadder(props: {
  catalogue: ActionType[];
  action: string | undefined;
  fault: string | undefined;
}) {
  const withAmount = props.catalogue.find(({ amountParam }) => amountParam !== null);
  return (
    <form action="/policy/ladders/new" className="group grid max-w-2xl gap-6">
      <Field label="Action" error={props.fault}>
        <Select name="action" defaultValue={props.action ?? withAmount?.type}>
          {props.catalogue.map(({ type, title, amountParam }) => (
            <option key={type} value={type}>
              {title} ({type}){amountParam === null ? ", has no amount" : ""}
            </option>
          ))}
        </Select>
      </Field>
      <Fieldset legend="What the bands go by">
        <Radio
          name="measure"
          value="request"
          defaultChecked
          label="The amount of one request"
          hint="“Over 100 needs an approval.”"
        />
        <Radio
          name="measure"
          value="sum"
          label="The sum over some time"
          hint="“More than 1,000 in 24 hours needs an approval.” Nobody slips under a limit by splitting."
        />
        <Radio
          name="measure"
          value="count"
          label="The number of requests over some time"
          hint="“More than 20 an hour never run.”"
        />
      </Fieldset>
      <div className="grid items-start gap-4 group-has-[[value=request]:checked]:hidden sm:grid-cols-2">
        <Field label="Added up over">
          <Select name="per">
            <option value="agent">each agent's requests</option>
            <option value="resource">requests about the same resource</option>
            <option value="owner">all agents of an owner together</option>
          </Select>
        </Field>
        <Field label="Within">
          <Select name="window" defaultValue="24h">
            <option value="1h">1 hour</option>
            <option value="24h">24 hours</option>
            <option value="7d">7 days</option>
          </Select>
        </Field>
      </div>
      <Button type="submit" className="w-fit">
        Draw the ladder
      </Button>
    </form>
  );
}
