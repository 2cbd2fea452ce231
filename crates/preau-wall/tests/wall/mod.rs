mod files;
mod hours;
mod rights;
mod sight;
mod way_out;
mod world;
mod writing;
