/**
 * The folder of Claude Code's `managed-settings.json` by operating system, which users can't change
 * ("File-based" managed settings in https://code.claude.com/docs/en/settings).
 */
export const claudeCodeFolders = {
  /** WSL too. */
  linux: "/etc/claude-code",
  darwin: "/Library/Application Support/ClaudeCode",
  win32: "C:\\Program Files\\ClaudeCode",
};
