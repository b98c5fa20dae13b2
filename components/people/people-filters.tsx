import { Field } from "#components/forms/field";
import { FilterChoice, FilterForm } from "#components/forms/filter-form";
import { Input } from "#components/forms/input";
import { labelOptions, personStatusLabels, roleLabels } from "#lib/text/labels";

/**
 * The filters of the people list: a GET form, so that the list works without script and has a URL.
 */
export function PeopleFilters({
  values,
}: {
  values: Partial<Record<"status" | "role" | "search", string | undefined>>;
}) {
  const isNarrowed = Object.values(values).some(Boolean);
  return (
    <FilterForm action="/people" clearHref="/people" isNarrowed={isNarrowed} className="mb-3">
      <Field label="Name or email" className="w-full sm:w-60">
        <Input name="search" type="search" maxLength={80} defaultValue={values.search} autoComplete="off" />
      </Field>
      <FilterChoice
        name="status"
        label="Status"
        any="All active"
        choices={labelOptions(personStatusLabels)}
        value={values.status}
      />
      <FilterChoice
        name="role"
        label="Role"
        any="Any role"
        choices={labelOptions(roleLabels)}
        value={values.role}
      />
    </FilterForm>
  );
}
