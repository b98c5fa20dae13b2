import { FilterChoice, FilterInput } from "#components/forms/filter-fields";
import { FilterForm } from "#components/forms/filter-form";
import { labelOptions, personStatusLabels, roleLabels } from "#lib/text/labels";

/** The filters of the list of people. */
export function PeopleFilters(props: { values: Partial<Record<"status" | "role" | "search", string>> }) {
  const { values } = props;
  const isNarrowed = Object.values(values).some(Boolean);
  return (
    <FilterForm action="/people" clearHref="/people" isNarrowed={isNarrowed} className="mb-3">
      <FilterInput name="search" label="Name or email" value={values.search} />
      <FilterChoice
        name="status"
        label="Status"
        any="All active"
        choices={labelOptions(personStatusLabels)}
        value={values.status}
      />
      <FilterChoice name="role" label="Role" choices={labelOptions(roleLabels)} value={values.role} />
    </FilterForm>
  );
}
