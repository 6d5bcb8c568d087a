// Package transport reckons what it costs to carry heat by pipe and material by truck, and
// how far that pays: the formulas of the project's models, sections 1 and 2. It is pure:
// numbers in, numbers out, the same each time.
//
// The same code gives the number and its explanation: every function that a user may ask
// about takes a *trace, nil where only the number is wanted.
//
// Where the models leave a gap the simplest defensible thing stands here, marked [A]:
//
//   - The line carries water at the surplus's temperature less the exchangers on its side,
//     and comes back at the need's return plus one approach. See lineTemperatures. [A]
//   - The booster behind a preheat is the receiver's own present source: it costs nothing
//     more, and only the heat lifted directly counts as delivered. [A]
//   - Base and peak: the line to a winter-shaped need is sized for the base load (30 % of
//     the peak, 80 % of the energy); the receiver's present source takes the peak. [A]
//   - Within a month, surplus and need are taken to run at the same hours. [A]
//   - Materials are stored over the year: only the yearly amounts are compared. [A]
//   - The price a holder asks for a material lowers the budget like that of heat. [A]
//   - Beyond DN600 several equal lines lie side by side. [A]
package transport
