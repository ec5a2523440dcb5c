export { functionAnswers, functionErrors } from "./answers.ts";
export { handlerOf, handlersOf } from "./uses.ts";
