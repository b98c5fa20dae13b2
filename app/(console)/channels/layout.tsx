export { default } from "../settings/layout.tsx";
