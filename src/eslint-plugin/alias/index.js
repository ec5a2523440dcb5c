export { default } from "cors-lint/eslint-plugin";
