import { Alert } from "#components/ui/alert";

/** Every error in an imported file. The file is untrusted input: its content is shown as text. */
export function ImportFaults(props: {
  name: string;
  faults: { line: number; path: string; message: string }[];
}) {
  const { faults } = props;
  return (
    <Alert
      variant="danger"
      role="alert"
      title={`${props.name} has ${faults.length === 1 ? "1 error" : `${faults.length} errors`}. Nothing was imported.`}
    >
      <ul className="mt-1 grid gap-1.5">
        {faults.map(({ line, path, message }) => (
          <li key={`${path} ${message}`}>
            Line {line}
            {path ? (
              <>
                , <code className="font-mono text-[0.8125rem]">{path}</code>
              </>
            ) : null}
            : {message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
