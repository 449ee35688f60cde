/** What every mixture of experts must keep to. */
export const chosenProblem = (shape: { readonly experts: number; readonly chosenExperts: number }): string | null =>
  shape.chosenExperts <= shape.experts
    ? null
    : `A token cannot pass ${shape.chosenExperts} of ${shape.experts} experts. Choose at most ${shape.experts}.`;
