/** Words with which vim-cmd refuses that are no fault of the API: on stdout, and exit 1. */
export class Refusal extends Error {}
