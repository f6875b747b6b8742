//! The paths of the flow, as a finger and the outside world walk them.

mod encounter;
mod identify;
mod lock;
mod monkey;
mod resume;
mod settings;
mod states;
mod support;
mod touch;
