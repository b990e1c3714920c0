export { bodies, secrets } from "@pipewright/testing/GuideBodies"
