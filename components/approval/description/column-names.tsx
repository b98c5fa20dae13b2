import { cn } from "#components/ui/cn.ts";

/** The head of a small table: the names of its columns, each with its width if fixed. */
export function ColumnNames({ columns }: { columns: [name: string, width?: string][] }) {
  return (
    <thead>
      <tr className="border-b text-[0.8125rem] text-muted-foreground">
        {columns.map(([name, width], index) => (
          <th
            key={name}
            scope="col"
            className={cn("py-1.5 font-medium", index < columns.length - 1 && "pr-3", width)}
          >
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
