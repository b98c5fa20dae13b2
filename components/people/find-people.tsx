import { Field } from "#components/forms/field";
import { Input } from "#components/forms/input";
import { Button } from "#components/ui/button";

/**
 * Searches for people when there are too many to list: the found people can be chosen in the form
 * next to the search.
 */
export function FindPeople({ action, find }: { action: string; find: string | undefined }) {
  return (
    <form method="get" action={action} aria-label="Find people" className="flex items-start gap-2">
      <Field
        label="Find people"
        hint="Search by name or email. Save your changes before searching again."
        className="min-w-0 grow"
      >
        <Input name="find" type="search" maxLength={400} defaultValue={find} autoComplete="off" required />
      </Field>
      <Button type="submit" variant="outline" className="mt-[1.625rem]">
        Search
      </Button>
    </form>
  );
}
